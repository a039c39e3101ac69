-- One entry of a large register. Three in five reports tell of a new event, the others of one that is there. What an
-- event is (place, time, hazard) follows from its number; what is told of it is random. Reports have ids in the order
-- of time, as real ones do. Parameters: see bench_register.py.

CREATE TEMP TABLE told ON COMMIT DROP AS
SELECT (lpad(to_hex(floor(extract(epoch FROM CAST(:came AS timestamptz)) * 1000)::bigint + n), 12, '0') || '7'
        || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid AS id,
       n, num, md5('event' || num)::uuid AS event_id,
       (CAST(:villages AS text[]))[1 + (hashtext('v' || num) & 255)] AS area,
       (CAST(:hazards AS text[]))[1 + abs(hashtext('h' || num)) % 10] AS hazard,
       CAST(:first AS timestamptz) + make_interval(mins => abs(hashtext('t' || num)) % CAST(:minutes AS int)) AS start,
       1 + floor(random() * 3)::int AS who, floor(random() * 72)::int AS hours
FROM (SELECT n, CASE WHEN n = 0 AND CAST(:batch AS int) % 4 = 0 THEN 0  -- one event that a hundred reports tell of
                     WHEN CAST(:batch AS int) > 0 AND n % 5 < 2 THEN floor(random() * CAST(:batch AS int) * :size)::int
                     ELSE CAST(:batch AS int) * CAST(:size AS int) + n END AS num
      FROM generate_series(0, :size - 1) AS n) AS numbered;

INSERT INTO report
SELECT id, :submission, n, (CAST(:sources AS text[]))[who], (CAST(:source_kinds AS text[]))[who], hazard, '{}', start,
       start + interval '1 minute', 'menit', start + make_interval(hours => hours), true, NULL, NULL, false, 1, '{}',
       false, :entry
FROM told;

-- Everything begins as a draft; most are decided on, the newest of the later entries wait in the inbox.
INSERT INTO report_status (report_id, status, by, entry) SELECT id, 'draf', 'bench', :entry FROM told;

INSERT INTO report_status (report_id, status, by, entry)
SELECT id, CASE WHEN n % 100 = 99 THEN 'ditolak' ELSE 'terverifikasi' END, 'bench', :entry FROM told WHERE n % 50 <> 48;

INSERT INTO item (submission_id, ordinal, place, status, report_id, entry)
SELECT :submission, n, 'Sheet1 baris ' || n + 2, 'dimuat', id, :entry FROM told;

INSERT INTO finding (report_id, code, severity, id_text, en_text, field, entry)
SELECT id, 'jumlah_tidak_cocok', 'peringatan', 'jumlah', 'sum', 'rumah_rusak', :entry FROM told WHERE n % 4 = 3;

INSERT INTO nil_report (submission_id, source, areas, valid_at, entry)
VALUES (:submission, 'bpbd_babel', ARRAY[left((CAST(:villages AS text[]))[1], 5)], CAST(:came AS timestamptz), :entry);

INSERT INTO report_location (report_id, areas, area_code, geom, precision, uncertainty_m, method, approximate,
                             edition_id, entry)
SELECT id, ARRAY[area], area, ST_SetSRID(ST_MakePoint(105.5 + random() * 2.5, -3.2 + random()), 4326), 'desa', 1000,
       'nama', false, (SELECT max(id) FROM area_edition), :entry
FROM told;

INSERT INTO report_trait (report_id, regency, occurred_from, occurred_to, long, place, story, entry)
SELECT id, left(area, 5), start, start + interval '1 minute', false, ARRAY[hashtext(area)],
       ARRAY[hashtext('a' || num), hashtext('b' || num)], :entry
FROM told;

INSERT INTO event (id, num, entry)
SELECT DISTINCT event_id, num + 1, :entry FROM told WHERE NOT EXISTS (SELECT FROM event e WHERE e.id = event_id);

INSERT INTO event_link (report_id, event_id, reason, entry) SELECT id, event_id, 'bench', :entry FROM told;

INSERT INTO figure (id, report_id, kind, area_code, areas, total, value, state, unit, raw, valid_at, valid_at_known,
                    approx, lineage, entry)
SELECT nextval('figure_id_seq'), id, kind, area, ARRAY[area], true, value,
       CASE WHEN value IS NULL THEN 'pendataan' WHEN value = 0 THEN 'nihil' ELSE 'angka' END, '', '',
       start + make_interval(hours => hours), true, false, '{"cell": "Sheet1!A1"}', :entry
FROM (SELECT told.*, kind, (ARRAY[0, 0, 1, 2, 5, 12, NULL])[1 + floor(random() * 7)::int] AS value
      FROM told, unnest(CAST(:kinds AS text[])) AS kind) AS said
