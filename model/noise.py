"""Random numbers as a pure function of (seed, run, quarter): Philox4x32-10 and Box-Muller.

The generator has no state. Draws therefore do not depend on the order of runs, on blocks, workers or the
number of runs, and run k has the same shocks in every scenario and with every strategy (common random
numbers). The functions take Python integers as well as unsigned 64-bit machine integers.

A counter has four 32-bit words; the last two are the run number. The first two are, per purpose:

=========  =====================  =============================================================
word 1     word 0                 purpose
=========  =====================  =============================================================
0          3 * quarter + 0, 1, 2  the world and patrons one to three (:data:`BLOCKS` counters)
1          4 * quarter + 0, 1, 2  moods of patrons one and two, three and four, five and six
1          4 * quarter + 3        a rupture
2, 3, 4    quarter                patrons four, five and six
=========  =====================  =============================================================

No two purposes meet in a counter, and a patron's draws depend on its place and the seed only: a fourth
patron leaves the draws of the first three as they were, and cases of different size share their shocks.
"""

from .arithmetic import log, sqrt, where
from .state import Draws

LOW = 0xFFFFFFFF
BLOCKS = 3  # counters per quarter: 12 words, of which 8 for 4 pairs of normals (7 used) and 4 uniforms
SHARED_PATRONS = 3  # patrons whose draws stand in the counters of the world
FIRST_WORD = 2  # word 1 of the counters of the patron after those
MOOD_WORD = 1  # word 1 of the counters of moods and of a rupture
MOODS = 4  # such counters per quarter: one for each two patrons, and as the last one that of a rupture
RUPTURE = 3


def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Compute four random 32-bit words from a counter and a key: Philox4x32-10 (Salmon et al. 2011)."""
    # constants and order of words are those of the paper; the masks keep Python's integers at 32 bits
    for _ in range(10):
        a, b = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = ((b >> 32) & LOW) ^ c1 ^ k0, b & LOW, ((a >> 32) & LOW) ^ c3 ^ k1, a & LOW
        k0, k1 = (k0 + 0x9E3779B9) & LOW, (k1 + 0xBB67AE85) & LOW
    return c0, c1, c2, c3


def uniform(word: int) -> float:
    """Map a 32-bit word to a float in the open interval (0, 1)."""
    return (word + 0.5) * 2.3283064365386963e-10  # 2**-32


def normal_pair(word: int, angle: int) -> tuple[float, float]:
    """Compute two independent standard normals from two 32-bit words (Box and Muller 1958).

    The last 30 bits of ``angle`` give an angle x from -pi/4 to pi/4, where the polynomials of fdlibm hold;
    its first two bits choose the quadrant. No library function is called, so that every machine gives the
    same bits.
    """
    radius = sqrt(-2.0 * log(uniform(word)))
    x = (((angle & 0x3FFFFFFF) + 0.5) * 9.313225746154785e-10 - 0.5) * 1.5707963267948966
    z = x * x
    s = x + x * z * (
        -1.66666666666666324348e-01
        + z
        * (
            8.33333333332248946124e-03
            + z
            * (
                -1.98412698298579493134e-04
                + z
                * (
                    2.75573137070700676789e-06
                    + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)
                )
            )
        )
    )
    c = (
        1.0
        - 0.5 * z
        + z
        * z
        * (
            4.16666666666666019037e-02
            + z
            * (
                -1.38888888888741095749e-03
                + z
                * (
                    2.48015872894767294178e-05
                    + z
                    * (
                        -2.75573143513906633035e-07
                        + z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11)
                    )
                )
            )
        )
    )
    # swapping sine and cosine covers the next quarter of the circle, the sign the opposite half
    quarter_turn = ((angle >> 30) & 1) == 1
    radius = where(((angle >> 31) & 1) == 1, -radius, radius)
    return radius * where(quarter_turn, s, c), radius * where(quarter_turn, c, s)


def draws_at(seed: int, run: int, quarter: int, patrons: int) -> Draws:
    """Draw all random numbers of one quarter of one run.

    Parameters
    ----------
    seed, run : int
        Key (64 bits of the seed) and one half of the counter (64 bits of the run number).
    quarter : int
        With its purpose, the other half of the counter (see the table of this module).
    patrons : int
        Number of patrons.
    """
    lo, hi = run & LOW, (run >> 32) & LOW
    k0, k1 = seed & LOW, (seed >> 32) & LOW
    a, b, c, d = philox(BLOCKS * quarter, 0, lo, hi, k0, k1)
    e, f, g, h = philox(BLOCKS * quarter + 1, 0, lo, hi, k0, k1)
    u0, u1, u2, u3 = philox(BLOCKS * quarter + 2, 0, lo, hi, k0, k1)
    z0, z1 = normal_pair(a, b)
    z2, z3 = normal_pair(c, d)
    z4, z5 = normal_pair(e, f)
    z6, _ = normal_pair(g, h)
    rupture, _, _, _ = philox(MOODS * quarter + RUPTURE, MOOD_WORD, lo, hi, k0, k1)
    barrier, ladder = [z4, z5, z6], [uniform(u1), uniform(u2), uniform(u3)]
    moods, signs = list[float](), list[float]()
    for pair in range((patrons + 1) // 2):
        w0, w1, w2, w3 = philox(MOODS * quarter + pair, MOOD_WORD, lo, hi, k0, k1)
        moods += [uniform(w0), uniform(w1)]
        signs += normal_pair(w2, w3)
    for place in range(SHARED_PATRONS, patrons):
        w0, w1, w2, _ = philox(quarter, FIRST_WORD + place - SHARED_PATRONS, lo, hi, k0, k1)
        barrier.append(normal_pair(w0, w1)[0])
        ladder.append(uniform(w2))
    return Draws(
        tension=z0, energy=z1, funding=z2, growth=z3, barrier=tuple(barrier[:patrons]),
        signs=tuple(signs[:patrons]), crisis=uniform(u0), ladder=tuple(ladder[:patrons]),
        moods=tuple(moods[:patrons]), rupture=uniform(rupture),
    )  # fmt: skip
