CREATE TABLE "slate_changesets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"author" jsonb NOT NULL,
	"message" text DEFAULT '' NOT NULL,
	"counts" jsonb NOT NULL,
	"reverts" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slate_contents" (
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"sha256" "bytea" NOT NULL,
	"size" bigint NOT NULL,
	"is_binary" boolean NOT NULL,
	"text" text,
	"manifest_digest" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slate_contents_project_id_sha256_pk" PRIMARY KEY("project_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "slate_file_locks" (
	"file_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"owner" jsonb NOT NULL,
	"owner_user_id" uuid NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"taken_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slate_file_versions" (
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"changeset_id" uuid NOT NULL,
	"operation" text NOT NULL,
	"path" varchar(1024) NOT NULL,
	"previous_path" varchar(1024),
	"sha256" "bytea" NOT NULL,
	"type" text NOT NULL,
	"size" bigint NOT NULL,
	"is_binary" boolean NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slate_file_versions_file_id_version_pk" PRIMARY KEY("file_id","version")
);
--> statement-breakpoint
CREATE TABLE "slate_files" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"path" varchar(1024) NOT NULL,
	"path_key" text NOT NULL,
	"content" text,
	"sha256" "bytea" NOT NULL,
	"type" text NOT NULL,
	"size" bigint NOT NULL,
	"is_binary" boolean NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "slate_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"format" text NOT NULL,
	"folder" varchar(1024),
	"strip_components" integer DEFAULT 0 NOT NULL,
	"message" text DEFAULT '' NOT NULL,
	"total_bytes" bigint,
	"total_files" integer,
	"received_bytes" bigint DEFAULT 0 NOT NULL,
	"files" jsonb NOT NULL,
	"ignored" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"changeset_id" uuid,
	"error" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slate_search" (
	"file_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"path" varchar(1024) NOT NULL,
	"folder" text NOT NULL,
	"type" text NOT NULL,
	"body" text,
	"document" "tsvector" NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slate_projects" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"name" varchar(255) NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "slate_projects_workspace_uq" UNIQUE("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "slate_error_logs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"error_type" varchar(255) NOT NULL,
	"error_message" text NOT NULL,
	"error_stack" text,
	"context" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"severity" text NOT NULL,
	"fingerprint" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slate_runtime_sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"status" text DEFAULT 'running' NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"logs" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"log_count" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service" text NOT NULL,
	"workspace_id" uuid,
	"action" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"actor_name" text,
	"target" text,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"address" text,
	"request_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"service" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"body_sha256" "bytea" NOT NULL,
	"status" integer,
	"headers" jsonb,
	"body" text,
	"lease_until" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_service_actor_id_workspace_id_route_key_pk" PRIMARY KEY("service","actor_id","workspace_id","route","key")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" uuid NOT NULL,
	"service" text NOT NULL,
	"workspace_id" uuid,
	"subject" text NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refresh_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"consumed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"secret_hash" "bytea",
	"user_agent" varchar(400),
	"address" varchar(64),
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"authenticated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"end_reason" text
);
--> statement-breakpoint
CREATE TABLE "signing_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"private_jwk_sealed" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"active_from" timestamp (3) with time zone NOT NULL,
	"retired_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "user_settings" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"settings" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" varchar(254) NOT NULL,
	"name" varchar(120) NOT NULL,
	"avatar" text,
	"roles" text[] DEFAULT '{}' NOT NULL,
	"password_hash" text,
	"disabled_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"name" varchar(120) NOT NULL,
	"scopes" text[] NOT NULL,
	"secret_hash" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"email" varchar(254),
	"role" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"invited_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"withdrawn_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "members" (
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "members_workspace_id_user_id_pk" PRIMARY KEY("workspace_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" varchar(120) NOT NULL,
	"slug" varchar(48) NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "slate_changesets" ADD CONSTRAINT "slate_changesets_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_contents" ADD CONSTRAINT "slate_contents_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_file_locks" ADD CONSTRAINT "slate_file_locks_file_id_slate_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."slate_files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_file_locks" ADD CONSTRAINT "slate_file_locks_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_file_versions" ADD CONSTRAINT "slate_file_versions_changeset_id_slate_changesets_id_fk" FOREIGN KEY ("changeset_id") REFERENCES "public"."slate_changesets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_file_versions" ADD CONSTRAINT "slate_file_versions_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_files" ADD CONSTRAINT "slate_files_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_imports" ADD CONSTRAINT "slate_imports_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_search" ADD CONSTRAINT "slate_search_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_error_logs" ADD CONSTRAINT "slate_error_logs_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_runtime_sessions" ADD CONSTRAINT "slate_runtime_sessions_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_settings" ADD CONSTRAINT "user_settings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_users_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "slate_changesets_project_ix" ON "slate_changesets" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "slate_file_locks_project_ix" ON "slate_file_locks" USING btree ("project_id");--> statement-breakpoint
CREATE INDEX "slate_file_versions_changeset_ix" ON "slate_file_versions" USING btree ("changeset_id","file_id");--> statement-breakpoint
CREATE UNIQUE INDEX "slate_files_path_uq" ON "slate_files" USING btree ("project_id","path_key") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "slate_files_path_ix" ON "slate_files" USING btree ("project_id","path" collate "C");--> statement-breakpoint
CREATE INDEX "slate_files_size_ix" ON "slate_files" USING btree ("project_id","size") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "slate_imports_project_ix" ON "slate_imports" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "slate_search_document_ix" ON "slate_search" USING gin ("document");--> statement-breakpoint
CREATE INDEX "slate_search_path_ix" ON "slate_search" USING gin ("path" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "slate_search_project_ix" ON "slate_search" USING btree ("workspace_id","project_id");--> statement-breakpoint
CREATE UNIQUE INDEX "slate_projects_name_uq" ON "slate_projects" USING btree ("workspace_id",lower("name")) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "slate_projects_updated_ix" ON "slate_projects" USING btree ("workspace_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "slate_error_logs_project_ix" ON "slate_error_logs" USING btree ("workspace_id","project_id","id");--> statement-breakpoint
CREATE INDEX "slate_error_logs_fingerprint_ix" ON "slate_error_logs" USING btree ("workspace_id","project_id","fingerprint","id");--> statement-breakpoint
CREATE INDEX "slate_runtime_sessions_project_ix" ON "slate_runtime_sessions" USING btree ("workspace_id","project_id","id");--> statement-breakpoint
CREATE INDEX "audit_log_workspace_ix" ON "audit_log" USING btree ("workspace_id","id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_ix" ON "idempotency_keys" USING btree ("created_at") WHERE status is not null;--> statement-breakpoint
CREATE INDEX "outbox_service_ix" ON "outbox" USING btree ("service","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "refresh_tokens_hash_uq" ON "refresh_tokens" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "refresh_tokens_live_uq" ON "refresh_tokens" USING btree ("session_id") WHERE consumed_at is null;--> statement-breakpoint
CREATE INDEX "sessions_user_ix" ON "sessions" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_uq" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "api_keys_workspace_ix" ON "api_keys" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_token_uq" ON "invitations" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "invitations_workspace_ix" ON "invitations" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE INDEX "members_user_ix" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "workspaces_slug_uq" ON "workspaces" USING btree ("slug") WHERE deleted_at is null;