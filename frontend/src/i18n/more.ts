// Texts that the first load can do without: those of pages and panels that are fetched when they are opened.
//
// Invariant: what shows such texts is fetched together with them.
import { speakMore } from ".";

/** Fetches something and the texts it shows. */
export async function withMore<T>(load: () => Promise<T>): Promise<T> {
  const [loaded] = await Promise.all([load(), speakMore()]);
  return loaded;
}
