import js from "@eslint/js";
import globals from "globals";

export default [
    { ignores: ["**/static/lib/**", "node_modules/**", ".local/**"] },
    js.configs.recommended,
    {
        files: ["addons/*/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: { ...globals.browser, odoo: "readonly", luxon: "readonly" },
        },
        rules: {
            // A console.error fails every browser test of Odoo; what the user should know goes through a service.
            "no-console": "error",
            "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
            "no-var": "error",
            "prefer-const": "error",
            eqeqeq: ["error", "smart"],
            "no-alert": "error",
            // The browser's position, storage and network are reached through a registered service: tests replace it.
            "no-restricted-globals": [
                "error",
                ...["localStorage", "sessionStorage", "fetch", "navigator"].map((name) => ({
                    name,
                    message: "Use `browser` of @web/core/browser/browser or a registered service.",
                })),
            ],
        },
    },
    {
        files: ["addons/*/static/src/**/*_worker.js"],
        languageOptions: { globals: { ...globals.serviceworker } },
        rules: { "no-restricted-globals": "off" },
    },
];
