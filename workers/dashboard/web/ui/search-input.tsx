/** A field that searches while it is typed into. */
import { Search } from "lucide-react";
import type { ReactElement } from "react";

type SearchInputProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
};

export function SearchInput({ label, value, onChange, placeholder }: SearchInputProps): ReactElement {
  return (
    <div className="relative w-full max-w-sm">
      <Search size={15} aria-hidden className="absolute top-1/2 left-3 -translate-y-1/2 text-muted" />
      <input
        type="search"
        className="input pl-9!"
        aria-label={label}
        placeholder={placeholder ?? label}
        maxLength={100}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
