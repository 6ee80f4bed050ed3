import { z } from "zod";
import { Count, Id, JsonObject, name, Time, text } from "./common.ts";
import { GlobalRole, Permission, Role } from "./permissions.ts";

export const Email = z
  .email()
  .max(254)
  .transform((s) => s.toLowerCase())
  .meta({ description: "E-mail address; compared without case", examples: ["ada@example.com"] });
export const Password = text(128, 8).meta({ description: "8 to 128 characters, any composition; common ones are refused" });
const LinkToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({ description: "256 random bits, base64url" });

export const User = z
  .object({
    id: Id,
    email: z.string(),
    name: z.string(),
    avatar: z.string().nullable(),
    roles: z.array(GlobalRole),
    disabled: z.boolean(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "User" });
export type User = z.infer<typeof User>;

export const Membership = z.object({ workspaceId: Id, name: z.string(), slug: z.string(), role: Role }).meta({ id: "Membership" });
export type Membership = z.infer<typeof Membership>;

export const Profile = User.extend({ memberships: z.array(Membership), session: z.object({ id: Id }).nullable() }).meta({ id: "Profile" });
export type Profile = z.infer<typeof Profile>;

/** `cookie` sets the browser session cookie; `token` returns an access and a refresh token and sets none. */
const Grant = z.enum(["cookie", "token"]).default("cookie");

export const Login = z.strictObject({ email: Email, password: text(128, 1), grant: Grant }).meta({ id: "Login" });
export const Register = z
  .strictObject({ email: Email, password: Password, name: name(120), invitation: LinkToken.optional(), grant: Grant })
  .meta({ id: "Register" });
export const Refresh = z.strictObject({ refreshToken: text(200, 1) }).meta({ id: "Refresh" });

export const Tokens = z
  .object({
    accessToken: z.string(),
    tokenType: z.literal("Bearer"),
    expiresInSeconds: z.number().int(),
    refreshToken: z.string(),
  })
  .meta({ id: "Tokens" });
export type Tokens = z.infer<typeof Tokens>;

export const SignIn = z.object({ profile: Profile, tokens: Tokens.nullable() }).meta({ id: "SignIn" });
export type SignIn = z.infer<typeof SignIn>;

export const UpdateProfile = z
  .strictObject({
    name: name(120).optional(),
    avatar: z
      .url({ protocol: /^https$/ })
      .max(2048)
      .nullable()
      .optional(),
  })
  .meta({ id: "UpdateProfile" });
export const ChangePassword = z.strictObject({ currentPassword: text(128, 1), newPassword: Password }).meta({ id: "ChangePassword" });

export const SignInSession = z
  .object({
    id: Id,
    current: z.boolean(),
    kind: z.enum(["cookie", "token"]),
    userAgent: z.string().nullable(),
    address: z.string().nullable(),
    createdAt: Time,
    lastSeenAt: Time,
    expiresAt: Time,
  })
  .meta({ id: "SignInSession", description: "One place where a person is signed in" });
export type SignInSession = z.infer<typeof SignInSession>;

export const UserSettings = z.object({ settings: JsonObject, updatedAt: Time }).meta({ id: "UserSettings" });
export type UserSettings = z.infer<typeof UserSettings>;
export const PutUserSettings = z.strictObject({ settings: JsonObject }).meta({ id: "PutUserSettings" });

export const UpdateUser = z
  .strictObject({ roles: z.array(GlobalRole).max(8).optional(), disabled: z.boolean().optional() })
  .meta({ id: "UpdateUser" });

// Workspaces, members, invitations

export const Slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/)
  .meta({ description: "1 to 48 lower-case letters, digits and inner hyphens; unique", examples: ["skerry"] });

export const Workspace = z
  .object({ id: Id, name: z.string(), slug: z.string(), version: Count, createdAt: Time, updatedAt: Time })
  .meta({ id: "Workspace", description: "The tenant: members, projects and everything in them" });
export type Workspace = z.infer<typeof Workspace>;
export const CreateWorkspace = z.strictObject({ name: name(120), slug: Slug.optional() }).meta({ id: "CreateWorkspace" });
export const UpdateWorkspace = z.strictObject({ name: name(120).optional(), slug: Slug.optional() }).meta({ id: "UpdateWorkspace" });

export const Member = z
  .object({ userId: Id, email: z.string(), name: z.string(), avatar: z.string().nullable(), role: Role, version: Count, joinedAt: Time })
  .meta({ id: "Member" });
export type Member = z.infer<typeof Member>;
export const UpdateMember = z.strictObject({ role: Role }).meta({ id: "UpdateMember" });

export const Invitation = z
  .object({ id: Id, email: z.string().nullable(), role: Role, invitedBy: z.string(), createdAt: Time, expiresAt: Time })
  .meta({ id: "Invitation" });
export type Invitation = z.infer<typeof Invitation>;
export const CreateInvitation = z
  .strictObject({ email: Email.optional().meta({ description: "When set, only this address may accept" }), role: Role.default("member") })
  .meta({ id: "CreateInvitation" });
export const NewInvitation = Invitation.extend({ url: z.string().meta({ description: "The link to hand over; shown once" }) }).meta({
  id: "NewInvitation",
});
export type NewInvitation = z.infer<typeof NewInvitation>;
/** What an invitation link shows before anyone is signed in. */
export const InvitationPreview = z
  .object({ workspaceName: z.string(), role: Role, email: z.string().nullable(), invitedBy: z.string(), expiresAt: Time })
  .meta({ id: "InvitationPreview" });
export type InvitationPreview = z.infer<typeof InvitationPreview>;
export const InvitationToken = z.object({ token: LinkToken });

// API keys

export const ApiKey = z
  .object({
    id: Id,
    name: z.string(),
    scopes: z.array(Permission),
    userId: Id.meta({ description: "Who made it; the key never exceeds their rights" }),
    userName: z.string(),
    createdAt: Time,
    expiresAt: Time,
    lastUsedAt: Time.nullable(),
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof ApiKey>;
export const CreateApiKey = z
  .strictObject({
    name: name(120),
    scopes: z.array(Permission).min(1).max(50),
    expiresInDays: z.number().int().min(1).max(365).default(90),
  })
  .meta({ id: "CreateApiKey" });
export const NewApiKey = ApiKey.extend({ key: z.string().meta({ description: "The whole key; shown once" }) }).meta({ id: "NewApiKey" });
export type NewApiKey = z.infer<typeof NewApiKey>;

export const AuditEntry = z
  .object({
    id: Id,
    action: z.string(),
    actor: z.object({ kind: z.string(), id: Id.nullable(), name: z.string().nullable() }),
    target: z.string().nullable(),
    details: z.unknown(),
    address: z.string().nullable(),
    requestId: z.string().nullable(),
    createdAt: Time,
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof AuditEntry>;
