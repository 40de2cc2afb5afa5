-- Who ordered the post; null once they are forgotten.
ALTER TABLE delivery ADD COLUMN person BIGINT;
UPDATE delivery SET person = owner FROM schedule WHERE id = delivery.schedule;
