// Plays every strategy of a scenario with the page's own functions: the SHA-256 of all numbers of each.
async ({ scenario, kind, moves, runs, bands, paths }) => {
  window.lab ??= unpackLab(document.getElementById("lab_data").textContent);
  const lab = await window.lab, setting = { ...makeSetting(lab, scenario), moves };
  const { strategies, case: part } = lab.scenarios[scenario], names = strategies.map(({ name }) => name);
  const rows = lab.cases[part].bands.map(({ row }) => row), found = {}, digests = {};
  const want = (name) => ({ bands: name === bands ? rows : [], paths });
  const code = `${document.getElementById("lab_engine").textContent}\nstartWorker(self);`;
  const here = () => [makeSlices(makeEngines(lab, kind === "plain"))];
  const pool = new Pool(kind === "workers" ? listPlayers(lab, false, code) : here());
  await pool.play("picture", listTasks(lab, setting, names, [0, runs], want), ({ name, first }, result) => {
    (found[name] ??= []).push({ first, ...result });
  });
  const join = (parts) => parts.flatMap((each) => (Array.isArray(each) ? join(each) : [each]));
  for (const [name, parts] of Object.entries(found)) {
    const [one, ...more] = parts.sort((a, b) => a.first - b.first);
    const add = (key) => one[key].map((value, k) => more.reduce((sum, each) => sum + each[key][k], value));
    const outcomes = one.outcomes.map((_, k) => parts.map((each) => each.outcomes[k]));
    const sound = parts.map((each) => each.sound), records = parts.map((each) => each.paths);
    const bytes = await new Blob(join([outcomes, sound, add("counts"), add("sums"), records])).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    digests[name] = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  return digests;
}
