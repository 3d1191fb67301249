// Who is signed in, for every component below the shell.
import { createContext, useContext } from "react";
import type { Me } from "../api/client";

export const MeContext = createContext<Me | null>(null);

export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error("useMe is for components below the shell");
  return me;
}

export type Action =
  | "read_people"
  | "read_tickets"
  | "change_tickets"
  | "reply"
  | "write_note"
  | "change_contacts"
  | "manage_organisation"
  | "manage_keys"
  | "read_operations"
  | "change_operations"
  | "read_articles"
  | "change_articles";

export function useMay(action: Action): boolean {
  return useMe().may.includes(action);
}
