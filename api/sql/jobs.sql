-- name: waiting
-- A job that is queued under this name already, and has not begun.
SELECT id FROM jobs.procrastinate_jobs WHERE queueing_lock = :once AND status = 'todo'

-- name: is_ready
-- Not one whose lock another job holds, nor one behind another of its lock that is to wait: that may take long.
SELECT EXISTS (SELECT FROM jobs.procrastinate_jobs j
               WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now() AND NOT EXISTS (
                   SELECT FROM jobs.procrastinate_jobs o
                   WHERE o.lock = j.lock AND (o.status = 'doing' OR o.status = 'todo' AND (
                       o.priority > j.priority OR o.priority = j.priority AND o.id < j.id))))

-- name: is_about
SELECT EXISTS (SELECT FROM jobs.procrastinate_jobs
               WHERE task_name = :task AND args ->> 'slug' = :slug AND status IN ('todo', 'doing'))

-- name: last_about
-- When a job of that task about that layer was last begun, or taken out by somebody.
SELECT max(e.at) FROM jobs.procrastinate_jobs j JOIN jobs.procrastinate_events e ON e.job_id = j.id
WHERE j.task_name = :task AND j.args ->> 'slug' = :slug AND e.type IN ('started', 'cancelled', 'aborted')

-- name: enqueue
SELECT unnest(jobs.procrastinate_defer_jobs_v1(ARRAY[ROW(
    'sigap', CAST(:task AS text), CAST(:priority AS integer), CAST(:lock AS text), CAST(:once AS text),
    CAST(:args AS jsonb), CAST(:at AS timestamptz))::jobs.procrastinate_job_to_defer_v1])) AS id

-- name: list
-- Newest first. `queued_at`, `started_at`, `ended_at`: of the last attempt.
SELECT j.id, j.task_name AS task, j.status::text AS status, j.args, j.attempts, j.abort_requested AS cancelling,
       CASE WHEN j.status = 'todo' THEN j.scheduled_at END AS not_before, j.lock,
       e.queued_at, e.started_at, e.ended_at, o.progress, o.result, o.error
FROM jobs.procrastinate_jobs j
LEFT JOIN LATERAL (
    SELECT min(at) FILTER (WHERE type = 'deferred') AS queued_at, max(at) FILTER (WHERE type = 'started') AS started_at,
           max(at) FILTER (WHERE type IN ('succeeded', 'failed', 'cancelled', 'aborted')) AS ended_at
    FROM jobs.procrastinate_events WHERE job_id = j.id) e ON true
LEFT JOIN job_outcome o ON o.job_id = j.id
WHERE (CAST(:id AS bigint) IS NULL OR j.id = :id)
  AND (CAST(:status AS text) IS NULL OR j.status::text = :status)
  AND (CAST(:task AS text) IS NULL OR j.task_name = :task)
  AND (CAST(:before AS bigint) IS NULL OR j.id < :before)
ORDER BY j.id DESC LIMIT :limit

-- name: status_for_update
SELECT status::text FROM jobs.procrastinate_jobs WHERE id = :id FOR UPDATE

-- name: cancel
SELECT jobs.procrastinate_cancel_job_v1(:id, true, false)

-- name: again
-- A job that ended, in any way, is queued anew. The library's own function knows failed jobs only.
UPDATE jobs.procrastinate_jobs
SET status = 'todo', abort_requested = false, scheduled_at = NULL, attempts = 0, worker_id = NULL,
    priority = greatest(priority, 0)
WHERE id = :id AND status IN ('failed', 'cancelled', 'aborted')
RETURNING id

-- name: announce
SELECT pg_notify('procrastinate_any_queue_v1', json_build_object('type', 'job_inserted', 'job_id', :id)::text)

-- name: note
INSERT INTO job_outcome (job_id, progress, result, error) VALUES (:id, :progress, :result, :error)
ON CONFLICT (job_id) DO UPDATE SET progress = coalesce(excluded.progress, job_outcome.progress),
    result = excluded.result, error = excluded.error, changed_at = now()

-- name: alone
-- One process at a time keeps the queue in order; the others have nothing to do.
SELECT pg_try_advisory_xact_lock(22, 0)

-- name: stalled
-- Jobs whose worker has not been heard of for so long: killed, or cut off.
SELECT id, attempts FROM jobs.procrastinate_jobs j
WHERE status = 'doing' AND NOT EXISTS (
    SELECT FROM jobs.procrastinate_workers w
    WHERE w.id = j.worker_id AND w.last_heartbeat > now() - CAST(:seconds AS float) * interval '1 second')
FOR UPDATE OF j SKIP LOCKED

-- name: take_up
SELECT jobs.procrastinate_retry_job_v2(:id, now(), NULL, NULL, NULL)

-- name: give_up
SELECT jobs.procrastinate_finish_job_v1(:id, 'failed', false)

-- name: drop_workers
DELETE FROM jobs.procrastinate_workers WHERE last_heartbeat < now() - CAST(:seconds AS float) * interval '1 second'

-- name: drop_old
DELETE FROM jobs.procrastinate_jobs j
WHERE status IN ('succeeded', 'failed', 'cancelled', 'aborted') AND NOT EXISTS (
    SELECT FROM jobs.procrastinate_events e WHERE e.job_id = j.id AND e.at > now() - CAST(:days AS int) * interval '1 day')

-- name: drop_outcomes
DELETE FROM job_outcome o WHERE NOT EXISTS (SELECT FROM jobs.procrastinate_jobs j WHERE j.id = o.job_id)

-- name: workers
SELECT count(*) FROM jobs.procrastinate_workers WHERE last_heartbeat > now() - CAST(:seconds AS float) * interval '1 second'

-- name: by_status
SELECT status::text, count(*) FROM jobs.procrastinate_jobs GROUP BY 1 ORDER BY 1
