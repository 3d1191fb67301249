// Whether somebody writes now. Invariant: an old draft that only lies open is not writing.
import { useEffect, useState } from "react";

/** Who pauses for longer than this has stopped. */
const PAUSE_MS = 45_000;

/** `words` is what stands in the composer; null while it is closed. */
export function useWriting(words: string | null): boolean {
  // The words as they were when nobody wrote.
  const [resting, setResting] = useState(words);
  const [open, setOpen] = useState(words !== null);
  if (open !== (words !== null)) {
    setOpen(words !== null);
    setResting(words);
  }
  useEffect(() => {
    if (words === resting) return;
    const timer = setTimeout(() => setResting(words), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words, resting]);
  return words !== null && words.trim() !== "" && words !== resting;
}
