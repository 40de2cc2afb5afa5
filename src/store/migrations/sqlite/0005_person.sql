-- Who ordered the post; null once they are forgotten.
ALTER TABLE delivery ADD COLUMN person INTEGER;
UPDATE delivery SET person = (SELECT owner FROM schedule WHERE id = delivery.schedule);
