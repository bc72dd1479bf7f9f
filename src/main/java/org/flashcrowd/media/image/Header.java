package org.flashcrowd.media.image;

/** All that is read of a picture before it is decoded: its measures, and its EXIF block. */
record Header(ImageInfo info, Exif exif) {}
