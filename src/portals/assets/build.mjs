// Built assets are written here by the portal's build step.
