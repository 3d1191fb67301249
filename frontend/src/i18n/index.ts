// The languages of the app. Invariant: every text is in every language (i18n.test.ts).
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { readPreference, writePreference } from "../lib/preferences";
import en from "./en.json";
import type more from "./en.more.json";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en & typeof more };
    enableSelector: false;
  }
}

export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;

function wanted(): Language {
  const stored = readPreference("language") ?? navigator.language;
  return stored.toLowerCase().startsWith("de") ? "de" : "en";
}

export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  await speak(wanted());
}

/** Texts beyond those of the first load, by language. */
const MORE: Record<Language, () => Promise<{ default: object }>> = {
  en: () => import("./en.more.json"),
  de: () => import("./de.more.json"),
};
const added = new Set<Language>();
let moreWanted = false;

/** Adds the texts that the first load does without. */
export async function speakMore(): Promise<void> {
  moreWanted = true;
  await Promise.all([addMore("en"), addMore(i18next.language === "de" ? "de" : "en")]);
}

async function addMore(language: Language): Promise<void> {
  if (added.has(language)) return;
  const { default: texts } = await MORE[language]();
  i18next.addResourceBundle(language, "translation", texts, true);
  added.add(language);
}

/** Changes the language now and for later visits. */
export async function speak(language: Language, keep = false): Promise<void> {
  if (language === "de" && !i18next.hasResourceBundle("de", "translation")) {
    const { default: de } = await import("./de.json");
    i18next.addResourceBundle("de", "translation", de, true);
  }
  if (moreWanted) await addMore(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  if (keep) writePreference("language", language);
}
