"""Bases on which utility is regressed on inputs: natural cubic splines, levels as groups, pairs as products.

The columns of every basis sum to one, so that a fit keeps the mean.
"""

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

FREEDOM = 5
"""Degrees of freedom of a spline besides its constant."""
PIECE = 200_000
"""Products of numbers in one product of matrices; for more, linear algebra starts threads, which cost far
more here than they save where the machine has other work."""
RIDGE = 1e-12
"""Ridge of a fit, as a part of the sum of squares of its basis."""


def build_basis(x: Vector) -> Matrix:
    """Build the basis of one input, shape (points, coefficients).

    An input with at most FREEDOM + 1 values has a coefficient for each of them, which costs no more than a
    spline. Others have a natural cubic spline, written by its values at knots that lie at quantiles of the
    values of ``x``, both ends included.

    Parameters
    ----------
    x : array, shape (points,)
        Values of the input.
    """
    levels, places = np.unique(x, return_inverse=True)
    if len(levels) <= FREEDOM + 1:
        return np.eye(len(levels))[places]
    from scipy.interpolate import CubicSpline

    knots = np.quantile(levels, np.linspace(0.0, 1.0, FREEDOM + 1))
    return np.asarray(CubicSpline(knots, np.eye(FREEDOM + 1), bc_type="natural")(x))


def cross_bases(first: Matrix, second: Matrix) -> Matrix:
    """Build the basis of a pair of inputs: the products of all columns of one with all of the other."""
    return np.asarray(np.einsum("pi,pj->pij", first, second).reshape(len(first), -1))


def span_basis(basis: Matrix) -> Matrix:
    """Return orthonormal columns that span a basis, by Cholesky's factor of its matrix of products.

    Some columns of a pair may be empty or depend on others: a tiny ridge keeps the factor defined.
    """
    products = multiply_columns(basis, basis)
    ridge = RIDGE * np.trace(products) * np.eye(len(products))
    return multiply_rows(basis, np.linalg.inv(np.linalg.cholesky(products + ridge)).T)


def fit_means(span: Matrix, y: Matrix) -> Matrix:
    """Fit ``y``, shape (points, n), by least squares on orthonormal columns, shape (points, coefficients)."""
    return multiply_rows(span, multiply_columns(span, y))


def multiply_columns(a: Matrix, b: Matrix) -> Matrix:
    """Compute ``a.T @ b`` of matrices with many rows, piece by piece; see PIECE."""
    pieces = cut_rows(len(a), a.shape[1] * b.shape[1])
    return np.asarray(sum(a[piece].T @ b[piece] for piece in pieces))


def multiply_rows(a: Matrix, b: Matrix) -> Matrix:
    """Compute ``a @ b`` of a matrix with many rows and a small one, piece by piece; see PIECE."""
    return np.concatenate([a[piece] @ b for piece in cut_rows(len(a), b.size)])


def cut_rows(rows: int, cost: int) -> list[slice]:
    """Cut rows into slices of at most PIECE products, where a row takes ``cost`` of them."""
    size = max(1, PIECE // cost)
    return [slice(first, first + size) for first in range(0, rows, size)]
