// Takes a picture of every page in light and dark, at desktop and phone width, into frontend/screenshots. LOOKS=inbox,ticket
// takes only these.
import { Desk } from "./desk.ts";
import { LOOKS } from "./pages.ts";

const FOLDER = new URL("../screenshots/", import.meta.url).pathname;
const WIDTHS = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

const wanted = process.env["LOOKS"]?.split(",");
const looks = LOOKS.filter(({ name }) => !wanted || wanted.includes(name));

const desk = await Desk.start();
try {
  for (const [width, viewport] of Object.entries(WIDTHS)) {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const look of looks) {
        const visit = await desk.visit("/start", { viewport, colorScheme, reducedMotion: "reduce" });
        await look.go(visit.page, desk);
        await visit.page.screenshot({ path: `${FOLDER}${look.name}-${width}-${colorScheme}.png` });
        await visit.close();
      }
    }
  }
} finally {
  await desk.stop();
}
