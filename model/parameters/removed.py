"""Parameters of earlier versions that are gone, and what takes their place."""

CONSTANT = "gone since 0.3.0, it moved next to nothing; leave it out, it stays at {}"
REMOVED = {
    "hedger.roll": "gone since 0.3.0; give patrons.P.roll for each patron P",
    "hedger.pivot_length": "gone since 0.3.0; give hedger.effort_speed, by which every strategy turns",
    "hedger.drill_share": "gone since 0.3.0, exercises no longer replace effort; see hedger.treaty",
    "hedger.arms_need": CONSTANT.format(".35"),
    "hedger.substitution": CONSTANT.format("1"),
    "hedger.directive_own": CONSTANT.format("1"),
    "hedger.directive_keep": CONSTANT.format(".9"),
    "hedger.deficit_sharpness": CONSTANT.format("4"),
    "hedger.deficit_ratio": CONSTANT.format("2"),
    "hedger.growth_base": "gone since 0.3.0, GDP is relative to its growth at base income; leave it out",
    "hedger.growth_income": CONSTANT.format(".02"),
    "hedger.park_fade": CONSTANT.format(".01"),
    "world.energy_keep": "gone since 0.3.0; give world.cycle_keep, for the energy price and for funding",
    "world.funding_keep": "gone since 0.3.0; give world.cycle_keep, for the energy price and for funding",
    "response.dependence_tie": "gone since 0.3.0, it is 1 - response.dependence_arms",
    "response.dependence_trade": "gone since 0.3.0, it stays at .7; change response.trade_scale instead",
    "regimes.pivot": "gone since 0.3.0, regimes are read from effort; see regimes.lean",
    "regimes.bandwagon_number": "gone since 0.3.0, regimes are read from effort; see regimes.lean",
    "regimes.hedging_number": "gone since 0.3.0, regimes are read from effort; see regimes.counter",
    "regimes.hedging_share": "gone since 0.3.0, regimes are read from effort; see regimes.counter",
    "world.growth_sd": CONSTANT.format(".008"),
    "world.crisis_size": CONSTANT.format(".5"),
    "response.position_base": CONSTANT.format(".3"),
    "response.position_scale": CONSTANT.format(".25"),
}
"""What a file of an earlier version may hold, and what to do about it, by path."""
