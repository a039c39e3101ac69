"""A labelled month of reports, as regencies send them: which of them tell of one event is known.

`month.month(seed)` gives the sendings in the order they come in. It is written from what happens in the
field: who writes to whom, when, in what form, and what goes wrong on the way. It knows nothing of how SIGAP
compares reports. All people, numbers and events are invented.

- `happenings`: what happened, with the look-alikes that only resemble each other;
- `lore`: words of the field for each hazard: its names, causes, details;
- `tellers`: who tells of it when, and what each of them knows, forgets or gets wrong;
- `letters`: one telling as a text, in the layouts met;
- `tables`: BNPB's weekly sheet, a regency's monthly recap, a fire brigade's log;
- `month`: all of it in one stream.
"""
