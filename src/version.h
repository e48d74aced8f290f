/* The product's version, for the resources and the Version property. */
#ifndef VERSION_H
#define VERSION_H

#define PRODUCT_VERSION_NUMBERS 0, 1, 0, 0
#define PRODUCT_VERSION "0.1.0"
#define PRODUCT_VERSION_PACKED 0x000100     /* major << 16 | minor << 8 | patch */

#endif
