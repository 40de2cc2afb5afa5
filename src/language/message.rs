//! Every sentence we can say.
