/** A passkey in software: ES256 by WebCrypto and just enough CBOR, to be asked as a browser asks its authenticator. */

export type Options = { readonly challenge: string; readonly origin?: string; readonly userVerified?: boolean };

export type Authenticator = {
  readonly credentialId: string;
  /** Answers `navigator.credentials.create` (WebAuthn L3 §6.5.4, attestation "none"). */
  readonly register: (options: Options) => Promise<object>;
  /** Answers `navigator.credentials.get` (§6.3.3). */
  readonly assert: (options: Options) => Promise<object>;
};

const RP_ID = "latchkey.test";
const FLAGS = { present: 0x01, verified: 0x04, eligible: 0x08, backedUp: 0x10, attested: 0x40 };

/** A new device with one key pair. */
export async function newAuthenticator(): Promise<Authenticator> {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new Error("no key pair");
  const id = crypto.getRandomValues(new Uint8Array(16));
  const credentialId = base64url(id);
  const answer = (response: object): object => ({
    id: credentialId,
    rawId: credentialId,
    type: "public-key",
    clientExtensionResults: {},
    response,
  });
  return {
    credentialId,
    register: async (options) => {
      const attested = concat(new Uint8Array(16), bigEndian(id.length, 2), id, await coseKey(pair.publicKey));
      const authData = concat(await header(options, FLAGS.attested), attested);
      const attestation = cbor(
        new Map<string, unknown>([
          ["fmt", "none"],
          ["attStmt", new Map()],
          ["authData", authData],
        ]),
      );
      const clientData = clientDataOf("webauthn.create", options);
      return answer({
        clientDataJSON: base64url(clientData),
        attestationObject: base64url(attestation),
        transports: ["internal"],
      });
    },
    assert: async (options) => {
      const authData = await header(options, 0);
      const clientData = clientDataOf("webauthn.get", options);
      const signed = concat(authData, await sha256(clientData));
      const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, signed);
      return answer({
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(authData),
        signature: base64url(derSignature(new Uint8Array(signature))),
      });
    },
  };
}

/** rpIdHash, flags, a counter that stays 0, as synced passkeys have it. */
async function header({ userVerified = true }: Options, more: number): Promise<Uint8Array> {
  const verified = userVerified ? FLAGS.verified : 0;
  const flags = FLAGS.present | verified | FLAGS.eligible | FLAGS.backedUp | more;
  return concat(await sha256(text(RP_ID)), new Uint8Array([flags]), bigEndian(0, 4));
}

function clientDataOf(type: string, { challenge, origin = `https://${RP_ID}` }: Options): Uint8Array {
  return text(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

/** RFC 9053 §7.1.1: EC2, ES256, P-256. */
async function coseKey(key: CryptoKey): Promise<Uint8Array> {
  const raw = await crypto.subtle.exportKey("raw", key);
  if (!(raw instanceof ArrayBuffer)) throw new Error("no raw key");
  const point = new Uint8Array(raw);
  return cbor(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, point.slice(1, 33)],
      [-3, point.slice(33)],
    ]),
  );
}

/** RFC 8949 §3, of small integers, texts, bytes and maps. */
function cbor(value: unknown): Uint8Array {
  if (typeof value === "number") return value < 0 ? major(1, -1 - value) : major(0, value);
  if (typeof value === "string") return concat(major(3, text(value).length), text(value));
  if (value instanceof Uint8Array) return concat(major(2, value.length), value);
  if (!(value instanceof Map)) throw new Error("not needed here");
  const entries = [...value].flatMap(([key, item]) => [cbor(key), cbor(item)]);
  return concat(major(5, value.size), ...entries);
}

function major(type: number, length: number): Uint8Array {
  if (length < 24) return new Uint8Array([(type << 5) | length]);
  return length < 256
    ? new Uint8Array([(type << 5) | 24, length])
    : concat(new Uint8Array([(type << 5) | 25]), bigEndian(length, 2));
}

/** ASN.1 DER of the raw r and s that WebCrypto makes. */
function derSignature(raw: Uint8Array): Uint8Array {
  const integer = (bytes: Uint8Array): Uint8Array => {
    const start = bytes.findIndex((byte) => byte !== 0);
    const trimmed = bytes.slice(Math.max(start, 0));
    const padded = (trimmed[0] ?? 0) > 127 ? concat(new Uint8Array([0]), trimmed) : trimmed;
    return concat(new Uint8Array([2, padded.length]), padded);
  };
  const body = concat(integer(raw.slice(0, 32)), integer(raw.slice(32)));
  return concat(new Uint8Array([48, body.length]), body);
}

async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function bigEndian(value: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_byte, index) => (value >> (8 * (length - 1 - index))) & 255);
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

function base64url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}
