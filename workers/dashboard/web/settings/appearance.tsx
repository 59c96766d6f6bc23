/** Light, dark, or as the system is. */
import type { ReactElement } from "react";
import { type Theme, THEMES, useTheme } from "../ui/theme.ts";
import { FieldGroup } from "../ui/field.tsx";
import { Radio, RadioGroup } from "../ui/radio.tsx";
import { Section } from "./section.tsx";

const TEXTS: Readonly<Record<Theme, { readonly label: string; readonly hint: string }>> = {
  system: { label: "System", hint: "Changes with your device." },
  light: { label: "Light", hint: "Always light." },
  dark: { label: "Dark", hint: "Always dark." },
};

export function Appearance(): ReactElement {
  const [theme, choose] = useTheme();
  return (
    <Section title="Appearance" text="In this browser.">
      <div className="p-4 sm:p-5">
        <FieldGroup legend="Theme">
          <RadioGroup
            className="grid gap-3"
            value={theme}
            onValueChange={(chosen: unknown) => {
              const found = THEMES.find((candidate) => candidate === chosen);
              if (found !== undefined) choose(found);
            }}
          >
            {THEMES.map((value) => (
              <Radio key={value} value={value} hint={TEXTS[value].hint}>
                {TEXTS[value].label}
              </Radio>
            ))}
          </RadioGroup>
        </FieldGroup>
      </div>
    </Section>
  );
}
