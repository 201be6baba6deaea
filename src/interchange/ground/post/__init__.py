"""Letters: everything that leaves the house by mail, as rows that can be read, held, released, followed and never sent twice.

Words: letter, draft (what an action wants sent), batch (letters held until a second officer releases them), wording (an
edited template), address mark (an address that bounced). Doors: /post/ (officers), /post/mine/ (everybody), /outbox/ (demo).
"""
