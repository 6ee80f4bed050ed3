export const text = {
  rename: (name: string) => `New name for ${name}`,
  menu: (name: string) => `Actions for ${name}`,
  loading: "Loading folder",
};
