/** The table to import: pasted, or read from a file. Nothing leaves the browser before the preview is asked for. */
import { type ReactElement, useState } from "react";
import { Disclosure } from "../../ui/disclosure.tsx";
import { Field } from "../../ui/field.tsx";
import { EXAMPLE } from "./import-table.ts";

type ImportFormProps = {
  readonly text: string;
  readonly flaw: string | undefined;
  readonly onText: (text: string) => void;
  readonly onSubmit: () => void;
};

export function ImportForm({ text, flaw, onText, onSubmit }: ImportFormProps): ReactElement {
  const [isExplained, setExplained] = useState(false);
  const read = (file: File | undefined): void => {
    if (file !== undefined) void file.text().then(onText);
  };
  return (
    <form
      id="import-keys"
      className="flex flex-col gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Field label="CSV file" hint="Or paste its text below.">
        <input
          type="file"
          accept=".csv,text/csv,text/plain"
          className="input"
          onChange={(event) => read(event.target.files?.[0])}
        />
      </Field>
      <Field label="Table" error={flaw}>
        <textarea
          className="input textarea font-mono text-[12.5px]"
          rows={8}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          wrap="off"
          placeholder={EXAMPLE}
          value={text}
          onChange={(event) => onText(event.target.value)}
        />
      </Field>
      <Disclosure label="What the columns mean" open={isExplained} onOpenChange={setExplained}>
        <ul className="hint flex list-disc flex-col gap-1 pl-4">
          <li>
            <b>owner</b>: the e-mail address of a member of a workspace that you run.
          </li>
          <li>
            <b>digest</b>: the SHA-256 of the whole key as programs send it, in hex; <b>encoding</b> may say base64 or
            base64url.
          </li>
          <li>
            <b>scopes</b>: with spaces between them, as <code>mcp:read mcp:write</code>.
          </li>
          <li>
            <b>workspaces</b>: names or ids with semicolons between them, or <code>all</code> for a legacy token.
          </li>
          <li>
            <b>prefix</b> or <b>hint</b>: what lists show of the key. <b>expires_at</b>: as{" "}
            <code>2027-01-31T12:00:00Z</code>.
          </li>
        </ul>
      </Disclosure>
    </form>
  );
}
