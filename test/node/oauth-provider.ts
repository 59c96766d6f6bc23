/** An OAuth client's memory, as both SDKs ask for it. */
import type { OAuthClientProvider } from "@modelcontextprotocol/sdk/client/auth.js";
import type {
  OAuthClientInformationMixed,
  OAuthClientMetadata,
  OAuthTokens,
} from "@modelcontextprotocol/sdk/shared/auth.js";

/** Keeps everything in memory, and notes where the person is to be sent instead of opening a browser. */
export class MemoryProvider implements OAuthClientProvider {
  readonly redirectUrl = "http://localhost:33418/callback";
  readonly clientMetadata: OAuthClientMetadata = {
    client_name: "A test client",
    redirect_uris: [this.redirectUrl],
    token_endpoint_auth_method: "none",
  };
  authorizationUrl = new URL("about:blank");
  #client: OAuthClientInformationMixed | undefined;
  #tokens: OAuthTokens | undefined;
  #verifier = "";

  clientInformation(): OAuthClientInformationMixed | undefined {
    return this.#client;
  }

  saveClientInformation(client: OAuthClientInformationMixed): void {
    this.#client = client;
  }

  tokens(): OAuthTokens | undefined {
    return this.#tokens;
  }

  saveTokens(tokens: OAuthTokens): void {
    this.#tokens = tokens;
  }

  redirectToAuthorization(url: URL): void {
    this.authorizationUrl = url;
  }

  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier;
  }

  codeVerifier(): string {
    return this.#verifier;
  }

  /** What the server has said to be worthless. */
  invalidateCredentials(scope: "all" | "client" | "tokens" | "verifier" | "discovery"): void {
    if (scope === "all" || scope === "client") this.#client = undefined;
    if (scope === "all" || scope === "tokens") this.#tokens = undefined;
  }

  /** The tokens; throws where there are none. */
  saved(): OAuthTokens {
    if (this.#tokens === undefined) throw new Error("there are no tokens");
    return this.#tokens;
  }

  /** As if the access token had expired. */
  spoilAccessToken(): void {
    this.#tokens = { ...this.saved(), access_token: `${this.saved().access_token.slice(0, -6)}AAAAAA` };
  }
}
