export const text = {
  skip: "Skip to content",
  navigation: "Navigation",
  search: "Search",
};
