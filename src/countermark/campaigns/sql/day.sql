-- The rows of one day, each once: a log that was delivered twice counts as one.
SELECT DISTINCT * FROM requests WHERE account IS NOT NULL AND us IS NOT NULL
