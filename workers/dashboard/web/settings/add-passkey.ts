/** Makes a passkey in this browser: the browser's own dialog asks for it, the server checks and keeps its public half. */
import { deviceName } from "./device-name.ts";
import { askAuth } from "./auth-routes.ts";

/** Whether this browser can; old ones cannot. */
export function canAddPasskey(): boolean {
  return "PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential;
}

/** Named after the browser and system. Throws with a sentence for people; "" when the person called it off. */
export async function addPasskey(): Promise<void> {
  const options: unknown = await askAuth("/passkey/generate-register-options");
  if (!isCreationOptions(options)) throw new Error("The server's answer is none that a passkey can be made from.");
  const credential = await create(PublicKeyCredential.parseCreationOptionsFromJSON(options));
  await askAuth("/passkey/verify-registration", {
    response: credential.toJSON(),
    name: deviceName(navigator.userAgent),
  });
}

async function create(publicKey: PublicKeyCredentialCreationOptions): Promise<PublicKeyCredential> {
  const made = await navigator.credentials.create({ publicKey }).catch((error: unknown) => {
    throw new PasskeyError(error instanceof DOMException ? reasonOf(error) : OTHERWISE);
  });
  if (!(made instanceof PublicKeyCredential)) throw new PasskeyError(OTHERWISE);
  return made;
}

/** `message` is a sentence for people. */
export class PasskeyError extends Error {
  override readonly name = "PasskeyError";
}

const OTHERWISE = "The browser could not make a passkey. Try another browser or device.";

function reasonOf({ name }: DOMException): string {
  if (name === "InvalidStateError") return "This device has a passkey for your account already.";
  if (name === "NotAllowedError") return "The browser's dialog was closed, or it waited too long.";
  return OTHERWISE;
}

/** The browser looks at all of it itself; only what its type asks for is looked at here. */
function isCreationOptions(value: unknown): value is PublicKeyCredentialCreationOptionsJSON {
  return typeof value === "object" && value !== null && "challenge" in value && "rp" in value && "user" in value;
}
