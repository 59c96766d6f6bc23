/**
 * Makes the passkey buttons of server-rendered pages work: sign-in, and the first passkey of somebody new. Shows them
 * only where the browser knows passkeys. Adding one to an account is the dashboard's.
 */

type Ceremony = { readonly box: HTMLElement; readonly button: HTMLButtonElement; readonly status: HTMLElement };

for (const box of document.querySelectorAll<HTMLElement>("[data-passkey]")) {
  const button = box.querySelector("button");
  const status = box.querySelector<HTMLElement>("[role=alert]");
  if ("PublicKeyCredential" in globalThis && button !== null && status !== null) offer({ box, button, status });
}

function offer(ceremony: Ceremony): void {
  ceremony.box.hidden = false;
  ceremony.button.addEventListener("click", () => void run(ceremony));
}

/** The button keeps its label, is busy meanwhile, and says what went wrong below itself. */
async function run({ box, button, status }: Ceremony): Promise<void> {
  const form = document.forms.namedItem(box.dataset["form"] ?? "");
  status.textContent = "";
  if (form !== null && !isFilled(form)) return;
  button.setAttribute("aria-busy", "true");
  button.disabled = true;
  try {
    const to = box.dataset["passkey"] === "register" ? await register(box, form) : await signIn(box);
    location.assign(to);
  } catch (error) {
    status.textContent = sentence(error);
    button.disabled = false;
    button.removeAttribute("aria-busy");
    button.focus();
  }
}

/** A passkey takes the password's place, so that field may stay empty. */
function isFilled(form: HTMLFormElement): boolean {
  const fields = [...form.querySelectorAll<HTMLInputElement>("input:not([type=password])")];
  return fields.every((field) => field.reportValidity());
}

async function signIn({ dataset }: HTMLElement): Promise<string> {
  const options = await ask(dataset["options"] ?? "");
  const credential = await navigator.credentials.get({ publicKey: requestOptions(options) });
  const { id, rawId, type, response } = publicKeyCredential(credential);
  if (!(response instanceof AuthenticatorAssertionResponse)) throw new Error(NOTHING);
  const answer = {
    clientDataJSON: encode(response.clientDataJSON),
    authenticatorData: encode(response.authenticatorData),
    signature: encode(response.signature),
    ...(response.userHandle === null ? {} : { userHandle: encode(response.userHandle) }),
  };
  await ask(dataset["verify"] ?? "", {
    response: { id, rawId: encode(rawId), type, response: answer, clientExtensionResults: {} },
  });
  return dataset["to"] ?? "/";
}

async function register({ dataset }: HTMLElement, form: HTMLFormElement | null): Promise<string> {
  const fields = form === null ? {} : Object.fromEntries(new FormData(form));
  delete fields["password"];
  const options = await ask(dataset["options"] ?? "", fields);
  const credential = await navigator.credentials.create({ publicKey: creationOptions(options) });
  const { id, rawId, type, response } = publicKeyCredential(credential);
  if (!(response instanceof AuthenticatorAttestationResponse)) throw new Error(NOTHING);
  const answer = {
    clientDataJSON: encode(response.clientDataJSON),
    attestationObject: encode(response.attestationObject),
    transports: response.getTransports(),
  };
  await ask(dataset["verify"] ?? "", { ...fields, response: { id, rawId: encode(rawId), type, response: answer } });
  return dataset["to"] ?? "/";
}

const NOTHING = "The browser gave no passkey. Try again.";

function publicKeyCredential(credential: Credential | null): PublicKeyCredential {
  if (!(credential instanceof PublicKeyCredential)) throw new Error(NOTHING);
  return credential;
}

/** What our server and better-auth answer; a refusal becomes an error with its sentence. */
async function ask(path: string, body?: object): Promise<Record<string, unknown>> {
  const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(path, body === undefined ? {} : init);
  const answer: unknown = await response.json().catch(() => null);
  const record = isRecord(answer) ? answer : {};
  if (response.ok) return record;
  const said = record["detail"] ?? record["message"];
  throw new Error(typeof said === "string" ? said : "The server did not answer as expected. Try again.");
}

function requestOptions(json: Record<string, unknown>): PublicKeyCredentialRequestOptions {
  return {
    challenge: decode(json["challenge"]),
    rpId: String(json["rpId"]),
    userVerification: "required",
    timeout: 300_000,
  };
}

function creationOptions(json: Record<string, unknown>): PublicKeyCredentialCreationOptions {
  const { user, rp } = json;
  if (!isRecord(user) || !isRecord(rp)) throw new Error(NOTHING);
  return {
    challenge: decode(json["challenge"]),
    rp: { id: String(rp["id"]), name: String(rp["name"]) },
    user: { id: decode(user["id"]), name: String(user["name"]), displayName: String(user["displayName"]) },
    pubKeyCredParams: [
      { type: "public-key", alg: -7 },
      { type: "public-key", alg: -257 },
    ],
    timeout: 300_000,
    attestation: "none",
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function encode(buffer: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decode(text: unknown): Uint8Array<ArrayBuffer> {
  const binary = atob(String(text).replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** Who closes the browser's dialog, or has no passkey here, is told so in the browser's one word for both. */
function sentence(error: unknown): string {
  if (error instanceof DOMException && error.name === "NotAllowedError") {
    return "No passkey was used. Try again, or sign in another way.";
  }
  if (error instanceof DOMException && error.name === "InvalidStateError")
    return "This device has a passkey for it already.";
  return error instanceof Error ? error.message : NOTHING;
}
