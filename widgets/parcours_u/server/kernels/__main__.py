"""``python -m parcours_u.server.kernels``: a nursery, as ``forkserver`` starts it; and, in its children, kernels."""

import sys

from parcours_u.server.kernels import nursery

if __name__ == "__main__":
    del sys.path[0]  # the working directory, as ipykernel's launcher does: each kernel adds its own
    born = nursery.main(sys.argv[1:])
    if born is not None:
        from parcours_u.server.kernels import newborn

        newborn.run(born)
