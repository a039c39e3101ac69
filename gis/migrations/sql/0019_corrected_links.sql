-- Linking finds corrected reports where and when they are now.
CREATE INDEX report_correction_occurred ON sigap.report_correction (occurred_from) WHERE 'occurred' = ANY (changed);
CREATE INDEX report_location_moved ON sigap.report_location ("left"(area_code, 5)) WHERE method = 'koreksi';
