import { defineErrors } from "@slate/service";

export const errors = defineErrors({
  projectNotFound: { code: "project.not_found", status: 404, title: "Project not found" },
  nameTaken: { code: "project.name_taken", status: 409, title: "Another project has this name" },
  archived: { code: "project.archived", status: 409, title: "The project is archived; unarchive it to change its files" },
  quota: { code: "project.quota_exceeded", status: 422, title: "The project has no room for this" },
  fileNotFound: { code: "file.not_found", status: 404, title: "File not found" },
  versionNotFound: { code: "file.version_not_found", status: 404, title: "The file has no such version" },
  pathTaken: { code: "file.path_taken", status: 409, title: "Another file has this path" },
  exists: { code: "file.exists", status: 412, title: "A file with this path exists" },
  locked: { code: "file.locked", status: 423, title: "Somebody else holds the lock of this file" },
  fileTooLarge: { code: "file.too_large", status: 413, title: "The file is too large" },
  notDeleted: { code: "file.not_deleted", status: 409, title: "The file is not deleted" },
  range: { code: "file.range", status: 400, title: "The Range header asks for bytes that are not there" },
  changesetNotFound: { code: "changeset.not_found", status: 404, title: "Changeset not found" },
  noChange: { code: "changeset.empty", status: 422, title: "Nothing would change" },
  conflict: { code: "changeset.conflict", status: 409, title: "Files have changed since" },
  batch: { code: "changeset.invalid", status: 422, title: "The changes do not fit together" },
});
