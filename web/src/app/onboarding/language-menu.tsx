import { Globe } from "lucide";
import { preferences, setPreference } from "../state/preferences.ts";
import { LANGUAGES, type Language, t } from "../text/messages.ts";
import { MenuButton } from "../ui/menu.tsx";

/** The language, before there is an account to keep it in. */
export function LanguageMenu() {
  return (
    <MenuButton
      icon={Globe}
      label={t("language")}
      entries={() =>
        (Object.entries(LANGUAGES) as [Language, string][]).map(([code, label]) => ({
          label,
          checked: preferences.value.language === code,
          run: () => void setPreference("language", code),
        }))
      }
    />
  );
}
