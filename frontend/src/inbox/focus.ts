// Where the focus goes when tickets are opened, left and moved through. Invariant: it is never taken from who is typing.

/** The id of a row's element. */
export function rowId(ticket: string): string {
  return `row-${ticket}`;
}

/** Moves the focus to what has this id once it is drawn. */
export function focusOn(id: string): void {
  let tries = 0;
  const look = () => {
    const element = document.getElementById(id);
    tries += 1;
    if (element === null && tries < 60) requestAnimationFrame(look);
    else if (!isWriting(document.activeElement)) element?.focus({ preventScroll: true });
  };
  requestAnimationFrame(look);
}

function isWriting(element: Element | null): boolean {
  return element instanceof HTMLElement && (element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName));
}
