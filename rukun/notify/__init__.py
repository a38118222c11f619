"""Messages in and out: WhatsApp, Telegram, SMS, push, mail and a posko's own sinks.

What comes in is stored sealed, once, before anything is done with it (``actions.receiving``), and worked on in order of
sender (``actions.hearing``). Rooms above say what an answer means (``desk``) and what there is to tell (``notices``).
What goes out is a row of the outbox, written in the caller's transaction (``actions.telling``) and carried by the
worker (``actions.delivering``) through an adapter.
"""
