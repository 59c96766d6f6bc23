/**
 * How a key gets into an environment variable without being part of any text made here: the shell asks for it, so that
 * neither its history nor a file has it. Pure.
 */
import { type Block, command, type Connection, note } from "./connection.ts";

/** Sets the variable for what runs in this terminal; nothing where the key is inline. */
export function setInTerminal({ envVar, shell, secret }: Connection): Block[] {
  if (secret.form !== "env") return [];
  const text = shell === "bash" ? `read -rs ${envVar} && export ${envVar}` : `$env:${envVar} = ${ASKED_IN_POWERSHELL}`;
  return [
    command(PASTE, shell, text),
    note("The variable lasts as long as this terminal. For others, let your shell's profile set it."),
  ];
}

/**
 * Sets the variable for an app with windows, which does not see what a terminal exports unless it is started there.
 * Nothing where the key is inline.
 */
export function setForApp(connection: Connection, app: string): Block[] {
  const { envVar, shell, secret } = connection;
  if (secret.form !== "env") return [];
  if (shell === "bash")
    return [
      ...setInTerminal(connection),
      note(
        `${app} sees the variable only when it is started from this terminal: opened from a dock or menu it does not.`,
      ),
    ];
  const text = `[Environment]::SetEnvironmentVariable("${envVar}", ${ASKED_IN_POWERSHELL}, "User")`;
  return [
    command(PASTE, shell, text),
    note(`Quit ${app} and open it again: a running app does not see a new variable.`),
  ];
}

const PASTE = "Paste the key when this waits, then press Enter";

/** Works in Windows PowerShell 5.1 as well, whose `Read-Host` has no `-MaskInput`. */
const ASKED_IN_POWERSHELL = `[Net.NetworkCredential]::new("", (Read-Host "Key" -AsSecureString)).Password`;
