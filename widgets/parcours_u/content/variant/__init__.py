"""A variant: a group's own version of the course, a folder with a manifest and only the texts that it changes or adds.

The folder is laid out as the course is: ``course/parcours.yaml``, ``course/texte/…``, ``course/situations/…``,
``course/formats/…``, ``course/images/…``, ``course/glossaire.yaml``, ``exercises/…``. What is absent comes from the common
course. What is built goes to ``construit/``, which is a content root like any other (see :mod:`parcours_u.paths`).
"""
