/** What the product's `wrangler.toml` says, for bench Workers to run under the same terms. */
import { unstable_readConfig } from "wrangler";

export type Platform = {
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
  readonly vars: Readonly<Record<string, string>>;
};

/** The product's platform, with secrets of the bench's own. */
export function readPlatform(): Platform {
  const config = unstable_readConfig({ config: "wrangler.toml" }, { hideWarnings: true });
  const vars = Object.entries(config.vars).map(([name, value]) => [name, String(value)]);
  if (config.compatibility_date === undefined) throw new Error("wrangler.toml names no compatibility_date");
  return {
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags,
    vars: {
      ...Object.fromEntries(vars),
      PEPPER: "a pepper that only the bench uses, 32+ characters",
      SETUP_TOKEN: "setup-token-of-the-bench",
    },
  };
}
