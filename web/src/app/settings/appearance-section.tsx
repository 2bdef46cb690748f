import { useApp } from "../state/app.ts";
import { type Density, preferences, setPreference, type Theme } from "../state/preferences.ts";
import { LANGUAGES, type Language, t } from "../text/messages.ts";
import { Segments } from "../ui/field.tsx";

/** How Paloma looks, on all devices of the account. */
export function AppearanceSection() {
  const app = useApp();
  const { theme, density, language } = preferences.value;
  const themes: readonly (readonly [Theme, string])[] = [
    ["system", t("theme.system")],
    ["light", t("theme.light")],
    ["dark", t("theme.dark")],
    ["contrast", t("theme.contrast")],
  ];
  const densities: readonly (readonly [Density, string])[] = [
    ["comfortable", t("density.comfortable")],
    ["compact", t("density.compact")],
  ];
  return (
    <>
      <Segments
        label={t("theme")}
        options={themes}
        value={theme}
        onChange={(value) => void setPreference("theme", value, app.paloma)}
      />
      <Segments
        label={t("density")}
        options={densities}
        value={density}
        onChange={(value) => void setPreference("density", value, app.paloma)}
      />
      <div class="field narrow">
        <label for="language">{t("language")}</label>
        <select
          id="language"
          class="input"
          value={language}
          onChange={(event) =>
            void setPreference("language", event.currentTarget.value as Language | "system", app.paloma)
          }
        >
          <option value="system">{t("language.system")}</option>
          {Object.entries(LANGUAGES).map(([code, name]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </div>
    </>
  );
}
