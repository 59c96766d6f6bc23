/** One of some, in the platform's own list: the most reliable one on phones and for keyboards. */
import type { ComponentProps, ReactElement } from "react";
import { classNames } from "./class-names.ts";

type SelectProps<Value extends string> = Omit<ComponentProps<"select">, "value" | "onChange" | "children"> & {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
};

export function Select<Value extends string>(props: SelectProps<Value>): ReactElement {
  const { value, onChange, options, className, ...rest } = props;
  return (
    <select
      {...rest}
      className={classNames("input select", className)}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.target.value);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
