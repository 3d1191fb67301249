// Fields of forms, each with its label and hint.
import { useId } from "react";

interface Common {
  label: string;
  hint?: string;
  disabled?: boolean;
  required?: boolean;
}

interface TextProps extends Common {
  value: string;
  onChange: (value: string) => void;
  type?: "text" | "number" | "email";
}

export function Text({ label, hint, value, onChange, type = "text", disabled, required }: TextProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input"
        type={type}
        min={type === "number" ? 0 : undefined}
        value={value}
        disabled={disabled}
        required={required}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <Hint id={id} text={hint} />
    </div>
  );
}

export function Words({ label, hint, value, onChange, disabled }: TextProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className="input"
        rows={3}
        value={value}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <Hint id={id} text={hint} />
    </div>
  );
}

interface CheckProps extends Common {
  value: boolean;
  onChange: (value: boolean) => void;
}

export function Check({ label, value, onChange, disabled }: CheckProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={value} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

interface SelectProps<T extends string> extends Common {
  value: T;
  choices: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}

export function Select<T extends string>({ label, hint, value, choices, onChange, disabled }: SelectProps<T>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="input"
        value={value}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.value as T)}
      >
        {choices.map(([word, text]) => (
          <option key={word} value={word}>
            {text}
          </option>
        ))}
      </select>
      <Hint id={id} text={hint} />
    </div>
  );
}

function Hint({ id, text }: { id: string; text: string | undefined }) {
  return text ? (
    <span className="hint" id={`${id}-hint`}>
      {text}
    </span>
  ) : null;
}
