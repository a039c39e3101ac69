import { copyFile, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Files of registry packages that Python uses: fonts for the printed sheet, Leaflet for the HTML map. */
const SHARED: Record<string, string> = {
  "fonts/NotoSans-Regular.ttf": "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
  "fonts/NotoSans-Italic.ttf": "@expo-google-fonts/noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf",
  "fonts/NotoSans-SemiBold.ttf": "@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf",
  "fonts/NotoSans-Bold.ttf": "@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf",
  "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
  "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
};

function copyShared(): Plugin {
  return {
    name: "copy-shared",
    apply: "build",
    async closeBundle() {
      await mkdir(here("dist/fonts"), { recursive: true });
      await mkdir(here("dist/leaflet"), { recursive: true });
      const pairs = Object.entries(SHARED);
      await Promise.all(pairs.map(([to, from]) => copyFile(here(`node_modules/${from}`), here(`dist/${to}`))));
    },
  };
}

/** The page may reach its own server and nothing else. Only in the build: the dev server adds styles inline. */
function securityPolicy(): Plugin {
  const content = [
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "base-uri 'self'",
    "form-action 'self'",
    "object-src 'none'",
  ].join("; ");
  return {
    name: "security-policy",
    apply: "build",
    transformIndexHtml: () => [{ tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content }, injectTo: "head-prepend" }],
  };
}

export default defineConfig({
  // Relative: the same build is served from "/" and from behind a base path.
  base: "./",
  plugins: [copyShared(), securityPolicy()],
  build: {
    target: "es2023",
    assetsInlineLimit: 0, // no data: URLs, so that a strict Content-Security-Policy holds
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "maplibre", test: /node_modules\/maplibre-gl/ }] } },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000", "/tiles": "http://127.0.0.1:8000" } },
});
