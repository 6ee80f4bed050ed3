import { defineErrors } from "@slate/service";

export const errors = defineErrors({
  projectNotFound: { code: "project.not_found", status: 404, title: "Project not found" },
  assetNotFound: { code: "asset.not_found", status: 404, title: "Asset not found" },
  fileNotFound: { code: "file.not_found", status: 404, title: "File not found" },
  versionNotFound: { code: "file.version_not_found", status: 404, title: "The file has no such version" },
  contentTooLarge: { code: "asset.too_large", status: 413, title: "The file is too large for this" },
});
