/** Codex, by its file, or by its command for a variable. */
import { terminalDriver } from "../terminal-driver.ts";

export const codex = terminalDriver({
  id: "codex",
  packages: { "@openai/codex": "0.169.0" },
  connectedBy: "`config.toml`; `codex mcp add` for a variable",
  takesVariable: true,
  env: () => ({ SCRIPTED_KEY: "scripted" }),
  lines: (model) => {
    const provider = `{name="scripted",base_url="${model}/v1",wire_api="responses",env_key="SCRIPTED_KEY"}`;
    const options = `-c model_provider=scripted -c 'model_providers.scripted=${provider}' -c model=scripted`;
    return [
      `codex exec --skip-git-repo-check --dangerously-bypass-approvals-and-sandbox ${options} "Look at my events."`,
    ];
  },
});
