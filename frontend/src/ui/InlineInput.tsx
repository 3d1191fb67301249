// One word typed in the place where it will stand: Enter takes it, Escape and leaving do not.
import { useId, useState } from "react";

interface Props {
  label: string;
  value?: string;
  /** Words to choose from while typing. */
  known?: readonly string[];
  onDone: (word: string) => void;
  onLeave: () => void;
}

export function InlineInput({ label, value = "", known = [], onDone, onLeave }: Props) {
  const id = useId();
  const [words, setWords] = useState(value);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onDone(words.trim());
      }}
    >
      <input
        className="input input-tag"
        autoFocus
        maxLength={60}
        list={known.length > 0 ? id : undefined}
        aria-label={label}
        placeholder={label}
        value={words}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setWords(event.target.value)}
        onBlur={onLeave}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          onLeave();
        }}
      />
      {known.length > 0 && (
        <datalist id={id}>
          {known.map((word) => (
            <option key={word} value={word} />
          ))}
        </datalist>
      )}
    </form>
  );
}
