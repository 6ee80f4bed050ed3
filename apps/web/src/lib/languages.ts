import type { Language } from "@codemirror/language";

/** What the editor and the diff can colour. */
export type LanguageName = "csharp" | "shader" | "yaml" | "json" | "markdown" | "xml" | "plain";

const byEnding: Record<string, LanguageName> = {
  cs: "csharp",
  shader: "shader",
  hlsl: "shader",
  cginc: "shader",
  compute: "shader",
  glsl: "shader",
  json: "json",
  asmdef: "json",
  asmref: "json",
  inputactions: "json",
  shadergraph: "json",
  yaml: "yaml",
  yml: "yaml",
  // Unity's text serialization is YAML under many names.
  unity: "yaml",
  prefab: "yaml",
  asset: "yaml",
  mat: "yaml",
  meta: "yaml",
  anim: "yaml",
  controller: "yaml",
  physicmaterial: "yaml",
  physicsmaterial2d: "yaml",
  rendertexture: "yaml",
  lighting: "yaml",
  playable: "yaml",
  md: "markdown",
  markdown: "markdown",
  xml: "xml",
  uxml: "xml",
  svg: "xml",
  csproj: "xml",
};

/** The language of a file, by the ending of its name. */
export function languageOf(path: string): LanguageName {
  return byEnding[path.slice(path.lastIndexOf(".") + 1).toLowerCase()] ?? "plain";
}

/** Fetches the parser of a language; null where there is none. */
export async function loadLanguage(name: LanguageName): Promise<Language | null> {
  switch (name) {
    case "plain":
      return null;
    case "json":
      return (await import("@codemirror/lang-json")).jsonLanguage;
    case "yaml":
      return (await import("@codemirror/lang-yaml")).yamlLanguage;
    case "markdown":
      return (await import("@codemirror/lang-markdown")).markdownLanguage;
    case "csharp":
    case "shader": {
      const [{ StreamLanguage }, modes] = await Promise.all([
        import("@codemirror/language"),
        import("@codemirror/legacy-modes/mode/clike"),
      ]);
      return StreamLanguage.define(modes[name]);
    }
    case "xml": {
      const [{ StreamLanguage }, { xml }] = await Promise.all([
        import("@codemirror/language"),
        import("@codemirror/legacy-modes/mode/xml"),
      ]);
      return StreamLanguage.define(xml);
    }
  }
}
