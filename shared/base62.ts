/** Base62 (`0-9A-Za-z`): the only characters in keys and ids, because every client, shell and URL takes them. */

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Whether `text` is base62 throughout; the empty text is. */
export function isBase62(text: string): boolean {
  return /^[0-9A-Za-z]*$/.test(text);
}

/** A number as exactly `length` base62 digits, most significant first; higher digits are cut off. */
export function base62Digits(value: bigint, length: number): string {
  let rest = value;
  let text = "";
  for (let index = 0; index < length; index += 1) {
    text = ALPHABET.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
}

/**
 * `length` base62 characters drawn evenly from random bytes: bytes of 248 and above are thrown away, for they would make
 * the first characters likelier.
 */
export function randomBase62(length: number, randomBytes: (count: number) => Uint8Array): string {
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte < 248 && text.length < length) text += ALPHABET.charAt(byte % 62);
    }
  }
  return text;
}

/** The platform's entropy in the shape {@link randomBase62} takes. */
export function systemRandomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}
