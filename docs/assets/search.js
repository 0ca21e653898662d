// What a search of the site finds first: pages that explain, then those that list, records last.
// All but `score` is as in Sphinx, whose searchtools.js takes this object.
var LATER = ["CHANGELOG", "CONTRIBUTING", "docs/claims", "docs/notebooks/", "docs/validation", "scenarios/"];
var Scorer = {
  score: ([page, , , , score]) => score - (LATER.some((name) => page.startsWith(name)) ? 3 : 0) + (page === "docs/glossary" ? 1 : 0),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
