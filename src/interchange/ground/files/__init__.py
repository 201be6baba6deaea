"""Files: checked by content and size when they come in, stored outside the web root, given out only through policy.

Words: purpose (what a file is for; says what is taken and who may read), stored file. Doors: /files/<id>/.
"""
