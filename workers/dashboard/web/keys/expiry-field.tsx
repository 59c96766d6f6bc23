/** When a key ends: presets with the date they mean, a date, or never, within what the chosen workspaces allow. */
import type { ReactElement } from "react";
import { DAY_MS } from "#shared/limits.ts";
import { useWorkspace } from "../api/workspace.ts";
import { Field } from "../ui/field.tsx";
import { Select } from "../ui/select.tsx";
import { dateOf, daysLabel, expiresAtOf, type Expiry, presetsOf } from "./expiry.ts";
import type { FieldsProps } from "./key-form.tsx";
import type { LifeLimit } from "./key-policies.ts";

type ExpiryFieldProps = FieldsProps & {
  readonly limit: LifeLimit | null;
  /** Until when the key works now. */
  readonly expiresAt: string | null;
  readonly isChange: boolean;
};

export function ExpiryField({ draft, onChange, flaws, limit, expiresAt, isChange }: ExpiryFieldProps): ReactElement {
  const { expiry } = draft;
  const nowMs = Date.now();
  const suggested = useWorkspace()?.key_policy.default_days ?? null;
  const options = [
    ...(isChange ? [{ value: "keep", label: `As it is: ${whenText(expiresAt)}` }] : []),
    ...presetsOf(expiry, limit, suggested).map((days) => ({ value: String(days), label: daysLabel(days) })),
    { value: "date", label: "On a date…" },
    ...(limit === null ? [{ value: "never", label: "Never" }] : []),
  ];
  const choose = (value: string): void => onChange({ expiry: chosenExpiry(value, nowMs) });
  return (
    <div className="flex flex-col gap-2">
      <Field
        label="Expires"
        hint={hintOf(expiry, limit, nowMs)}
        error={expiry.kind === "date" ? undefined : flaws.expires_at}
      >
        <Select
          value={expiry.kind === "days" ? String(expiry.days) : expiry.kind}
          onChange={choose}
          options={options}
        />
      </Field>
      {expiry.kind === "date" && (
        <Field label="Last day" error={flaws.expires_at}>
          <input
            type="date"
            className="input"
            min={dateOf(nowMs)}
            {...(limit === null ? {} : { max: dateOf(nowMs + (limit.days - 1) * DAY_MS) })}
            value={expiry.date}
            onChange={(event) => onChange({ expiry: { kind: "date", date: event.target.value } })}
          />
        </Field>
      )}
    </div>
  );
}

const day = new Intl.DateTimeFormat("en", { dateStyle: "long" });

function whenText(expiresAt: string | null): string {
  return expiresAt === null ? "never" : day.format(Date.parse(expiresAt));
}

function chosenExpiry(value: string, nowMs: number): Expiry {
  if (value === "keep" || value === "never") return { kind: value };
  if (value === "date") return { kind: "date", date: dateOf(nowMs + 7 * DAY_MS) };
  return { kind: "days", days: Number(value) };
}

function hintOf(expiry: Expiry, limit: LifeLimit | null, nowMs: number): string {
  const rule =
    limit === null
      ? ""
      : ` Keys that reach “${limit.workspace}” end within ${limit.days} ${limit.days === 1 ? "day" : "days"}.`;
  if (expiry.kind === "never") return "A key that never expires is easy to forget. Prefer a date.";
  if (expiry.kind === "keep") return `Choose another one to change it.${rule}`;
  const at = expiresAtOf(expiry, nowMs);
  if (at === undefined || at === null) return rule.trim();
  return `${expiry.kind === "date" ? "Works until the end of" : "Stops working on"} ${day.format(Date.parse(at))}.${rule}`;
}
