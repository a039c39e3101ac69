-- The sector of an agency's officer (opd): the figures that its account or token may read. Without one, none.
ALTER TABLE sigap.account ADD sector text;
ALTER TABLE sigap.api_token ADD sector text;
