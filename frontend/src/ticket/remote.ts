// Images of other servers, fetched by the desk when an agent asks for them: their servers never hear from the agent.
//
// Invariant: a few at a time; one that cannot be had costs only itself, and all of them together have a bound.

const AT_ONCE = 4;
const MOST = 100;
const MOST_BYTES = 25 * 1024 * 1024;

/** Fetches each address as data; null is what could not be had, or was too much. */
export async function fetchAll(
  addresses: readonly string[],
  one: (address: string) => Promise<Blob>,
  mostBytes = MOST_BYTES,
): Promise<Map<string, string | null>> {
  const found = new Map<string, string | null>(addresses.map((address) => [address, null]));
  const todo = addresses.slice(0, MOST);
  let bytes = 0;
  const line = async () => {
    for (let address = todo.shift(); address !== undefined; address = todo.shift()) {
      try {
        const image = await one(address);
        bytes += image.size;
        if (bytes <= mostBytes) found.set(address, await asData(image));
      } catch {
        // It stays what could not be had.
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
  return found;
}

/** A `data:` address of an image; null for anything else. */
export async function asData(blob: Blob): Promise<string | null> {
  const type = blob.type.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!/^image\/[a-z0-9.+-]+$/.test(type)) return null;
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return `data:${type};base64,${btoa(parts.join(""))}`;
}
