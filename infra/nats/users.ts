/** Users of account SLATE, plus `sys` of the system account. Passwords go by these names. */
export const natsUsers = ["admin", "auth", "projects", "assets", "spark", "realtime", "sys"] as const;
