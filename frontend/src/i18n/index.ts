// The languages of the app. Invariant: every text is in every language (i18n.test.ts).
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { readPreference, writePreference } from "../lib/preferences";
import en from "./en.json";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
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

/** Changes the language now and for later visits. */
export async function speak(language: Language, keep = false): Promise<void> {
  if (language === "de" && !i18next.hasResourceBundle("de", "translation")) {
    const { default: de } = await import("./de.json");
    i18next.addResourceBundle("de", "translation", de);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  if (keep) writePreference("language", language);
}
